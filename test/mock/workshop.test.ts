import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type EndSlice, TooMuchWork, workshop } from '../../src/mock/workshop.ts'

const mebibyte = 1024 * 1024

/** Work of so many slices that writes down each. */
function slices(count: number, name: string, done: string[]) {
  return async (endSlice: EndSlice): Promise<string> => {
    for (let slice = 0; slice < count; slice += 1) {
      done.push(name)
      await endSlice()
    }
    return name
  }
}

test('does one slice in each turn of the event loop', async () => {
  const done: string[] = []
  let most = 0
  let before = 0
  const work = workshop(async () => {
    most = Math.max(most, done.length - before)
    before = done.length
    await turn()
  })
  await Promise.all(['a', 'b', 'c'].map((name) => work.do(name, 0, undefined, slices(20, name, done))))
  expect(done).toHaveLength(60)
  expect(most).toBe(1)
})

test('does short work at once, however much long work is under way', async () => {
  const done: string[] = []
  const work = workshop(turn)
  const long = ['a', 'b', 'c'].map((name) => work.do(name, mebibyte, undefined, slices(1_000, name, done)))
  while (done.length < 600) await turn()
  const from = done.length
  await work.do('short', 0, undefined, slices(10, 'short', done))
  expect(done.length - from).toBeLessThanOrEqual(12)
  await Promise.all(long)
})

test('does the same work once for all who ask for it while it is under way', async () => {
  const done: string[] = []
  const work = workshop(turn)
  const all = [1, 2, 3].map(() => work.do('a', 0, undefined, slices(3, 'a', done)))
  expect(await Promise.all(all)).toEqual(['a', 'a', 'a'])
  expect(done).toHaveLength(3)
})

test('drops work when all who wait for it are gone, and not before', async () => {
  const done: string[] = []
  const work = workshop(turn)
  const clients = [{ destroyed: false }, { destroyed: false }]
  const outcomes = clients.map((client) => work.do('a', 0, client, slices(1_000, 'a', done)).catch(String))
  while (done.length < 10) await turn()
  for (const client of clients) {
    const before = done.length
    for (let turns = 0; turns < 10; turns += 1) await turn()
    expect(done.length).toBeGreaterThan(before)
    client.destroyed = true
  }
  expect(await Promise.all(outcomes)).toEqual(Array(2).fill('AbortError: nobody waits for this any more'))
  expect(done.length).toBeLessThan(50)
})

test('makes large pieces wait until there is memory for them, and refuses those behind sixteen others', async () => {
  const work = workshop(turn)
  let inUse = 0
  let most = 0
  const large = (client: { destroyed: boolean } | undefined, name: string) =>
    work.do(name, 60 * mebibyte, client, async (endSlice) => {
      inUse += 1
      most = Math.max(most, inUse)
      for (let slice = 0; slice < 5; slice += 1) await endSlice()
      inUse -= 1
      return name
    })
  const outcomes: Promise<unknown>[] = []
  for (let piece = 0; piece < 20; piece += 1) {
    outcomes.push(large(undefined, `piece ${piece}`).catch((error: unknown) => error))
    await turn()
  }
  const settled = await Promise.all(outcomes)
  expect(most).toBe(2)
  expect(settled.every((one) => typeof one === 'string' || one instanceof TooMuchWork)).toBe(true)

  const atOnce = Array.from({ length: 30 }, (_, piece) => large(undefined, `again ${piece}`).catch(() => 'refused'))
  expect((await Promise.all(atOnce)).filter((one) => one === 'refused')).toHaveLength(14)
})

test('refuses at once what can never have enough memory', async () => {
  const work = workshop(turn)
  await expect(work.do('a', 161 * mebibyte, undefined, async () => 'a')).rejects.toThrow(
    'the list is too long: it would take 161 MiB of memory to make, and 160 MiB is the most',
  )
})

test('goes on after work that fails', async () => {
  const work = workshop(turn)
  const failing = work.do('a', 100 * mebibyte, undefined, () => Promise.reject(new Error('broken')))
  await expect(failing).rejects.toThrow('broken')
  expect(await work.do('a', 100 * mebibyte, undefined, () => Promise.resolve('fine'))).toBe('fine')
})
