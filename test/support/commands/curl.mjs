// As much of curl as documents and our own messages use, so that their commands run where there is none. What it does not know it refuses.
const flags = {
  '-X': 'method',
  '--request': 'method',
  '--url': 'url',
  '-H': 'header',
  '--header': 'header',
  '-d': 'data',
  '--data': 'data',
}
const found = { method: undefined, url: undefined, headers: [], data: [], withHead: false }
const args = process.argv.slice(2)
for (let i = 0; i < args.length; i++) {
  const kind = flags[args[i]]
  if (kind === 'header') found.headers.push(args[++i].split(/:\s*(.*)/s).slice(0, 2))
  else if (kind === 'data') found.data.push(args[++i])
  else if (kind !== undefined) found[kind] = args[++i]
  else if (/^(-s|-S|-sS|--silent)$/.test(args[i])) continue
  else if (args[i] === '-i') found.withHead = true
  else if (args[i].startsWith('-') || found.url !== undefined) {
    console.error(`curl: what is ${args[i]}?`)
    process.exit(2)
  } else found.url = args[i]
}
const body = found.data.length === 0 ? {} : { body: found.data.join('&') }
const type = found.data.length === 0 ? [] : [['content-type', 'application/x-www-form-urlencoded']]
const method = found.method ?? (found.data.length === 0 ? 'GET' : 'POST')
const headers = new Headers(type)
for (const [name, value] of found.headers) headers.set(name, value)
const answer = await fetch(found.url, { method, headers, redirect: 'manual', ...body })
if (found.withHead) {
  const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}\n`)
  process.stdout.write(`HTTP/1.1 ${answer.status}\n${lines.join('')}\n`)
}
process.stdout.write(await answer.text())
