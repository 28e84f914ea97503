import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { mainFile } from '../support/command-line.ts'

// "No network" of README: the server and the check work on a machine with loopback alone, and try to reach nothing else. The kernel
// counts every attempt for which it has no route, to an address or to a name server: OutNoRoutes.

const inEmptyNetwork = ['-rn', 'sh', '-ec']
const noRoutes = `awk '/^Ip: [0-9]/ { print "no-routes", $13 }' /proc/net/snmp`
const refusal = refusalOfKernel()

/** Why this machine cannot make a network of its own for a test; undefined where it can. */
function refusalOfKernel(): string | undefined {
  const { status, error, stderr } = spawnSync('unshare', [...inEmptyNetwork, `ip link set lo up; ${noRoutes}`], {
    encoding: 'utf8',
  })
  if (status === 0) return undefined
  return (error?.message ?? stderr).trim().split('\n')[0] ?? 'unshare failed'
}

/** Runs a script in a network that has loopback alone; its node is ours and its `$MAIN` the built command line. */
function onLoopbackAlone(script: string): string {
  const { stdout, stderr, status } = spawnSync('unshare', [...inEmptyNetwork, `ip link set lo up\n${script}`], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE: process.execPath, MAIN: mainFile },
    timeout: 60_000,
  })
  return `${stdout}${stderr}status ${status}`
}

function skippable(name: string): [string, { readonly skip: boolean }] {
  return [refusal === undefined ? name : `${name} (skipped: ${refusal})`, { skip: refusal !== undefined }]
}

test(...skippable('an attempt to leave the machine would be counted'), () => {
  const output = onLoopbackAlone(`
    "$NODE" -e 'fetch("http://192.0.2.1").catch(() => undefined)'
    ${noRoutes}`)
  expect(output).toMatch(/^no-routes 1$/m)
})

test(...skippable('server and check need no network but loopback, and try to reach no other'), () => {
  const output = onLoopbackAlone(`
    "$NODE" "$MAIN" serve --port 18080 --log-level silent > /dev/null &
    server=$!
    trap 'kill $server' EXIT
    "$NODE" --input-type=module -e '
      const url = "http://127.0.0.1:18080/api.nirvanalabs.io/v1/organizations"
      for (let tries = 0; ; tries += 1) {
        const reply = await fetch(url).catch(() => undefined)
        if (reply !== undefined) { console.log("answered", reply.status); break }
        if (tries > 200) throw new Error("the server does not answer")
        await new Promise((resolve) => setTimeout(resolve, 50))
      }'
    "$NODE" "$MAIN" check --law http/first-page
    ${noRoutes}`)
  expect(output).toMatch(/^answered 401$/m)
  expect(output).toMatch(/^4 of 4 providers kept their contracts?\.$/m)
  expect(output).toMatch(/^no-routes 0$/m)
  expect(output).toMatch(/status 0$/)
})
