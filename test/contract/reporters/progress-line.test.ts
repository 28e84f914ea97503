import { expect, test } from 'vitest'
import { createProgressLine } from '../../../src/contract/reporters/index.ts'

function recorded(options: { columns?: number } = {}) {
  const written: string[] = []
  let time = 0
  const line = createProgressLine({
    write: (text) => written.push(text),
    columns: () => options.columns,
    now: () => time,
  })
  return { line, written, wait: (ms: number) => (time += ms) }
}

test('draws one line anew on a terminal, and takes it away at the end', () => {
  const { line, written, wait } = recorded()
  line.show({ provider: 'cekura', law: 'pagination/walk', requests: 1 })
  wait(100)
  line.show({ provider: 'cekura', law: 'pagination/walk', requests: 2 })
  line.clear()
  line.clear()
  expect(written).toEqual([
    '\r\u001b[2Kcekura  pagination/walk  1 request',
    '\r\u001b[2Kcekura  pagination/walk  2 requests',
    '\r\u001b[2K',
  ])
})

test('does not draw each of many fast requests, but each new law', () => {
  const { line, written, wait } = recorded()
  line.show({ provider: 'cekura', law: 'pagination/walk', requests: 1 })
  wait(79)
  line.show({ provider: 'cekura', law: 'pagination/walk', requests: 2 })
  expect(written).toHaveLength(1)
  line.show({ provider: 'cekura', law: 'http/head', requests: 3 })
  expect(written).toHaveLength(2)
})

test('cuts the line to the width of the terminal, so that it stays one line', () => {
  const { line, written } = recorded({ columns: 11 })
  line.show({ provider: 'cloudflare', law: 'pagination/walk', requests: 1 })
  expect(written).toEqual(['\r\u001b[2Kcloudflare'])
})
