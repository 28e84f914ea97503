import { describe, expect, test } from 'vitest'
import { flatness } from './flatness.mjs'

const minutes = 10
const series = (bytesAt: (seconds: number) => number) =>
  Array.from({ length: minutes * 60 }, (_, seconds) => ({ seconds, bytes: bytesAt(seconds) }))

describe('memory is flat', () => {
  test.each<[string, (seconds: number) => number]>([
    ['where it stays', () => 100],
    ['where it grows before it has settled only', (seconds) => 40 + Math.min(seconds, 60)],
    ['where it goes up and down', (seconds) => 100 + 15 * Math.sin(seconds / 7)],
    ['where it is a saw that ends on a point', (seconds) => 100 + (15 * (seconds % 50)) / 50],
    ['where it shrinks', (seconds) => 200 - seconds / 10],
    ['where it grows by 4 %', (seconds) => 100 + (4 * seconds) / 540],
  ])('%s', (_, bytesAt) => {
    expect(flatness(series(bytesAt), 60).isFlat).toBe(true)
  })
})

describe('memory is not flat', () => {
  test.each<[string, (seconds: number) => number]>([
    ['where it grows by 7 %', (seconds) => 100 + (7 * seconds) / 540],
    ['where it grows under a saw', (seconds) => 100 + seconds / 50 + (seconds % 30)],
    ['where it jumps near the end', (seconds) => (seconds < 500 ? 100 : 120)],
  ])('%s', (_, bytesAt) => {
    expect(flatness(series(bytesAt), 60).isFlat).toBe(false)
  })
})

test('growth is that of the settled time, as a share of its median', () => {
  const { level, growth } = flatness(
    [0, 100, 200, 300].map((seconds) => ({ seconds, bytes: 1_000 + 2 * seconds })),
    100,
  )
  expect([level, growth]).toEqual([1_400, 400 / 1_400])
})
