import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import type { Logger } from '../../src/server/logger.ts'
import { unreadAnswers } from '../../src/server/unread-answers.ts'

const mebibyte = 1024 * 1024

/** The bound, with what came of it. */
function bounded() {
  const warnings: unknown[] = []
  const logger = { warn: (facts: unknown, text: string) => warnings.push([facts, text]) } as unknown as Logger
  return { answers: unreadAnswers(logger), warnings }
}

/** An answer on a connection of its own that nobody reads. */
class Unread extends EventEmitter {
  isCut = false
  /** As with a real one, it is heard later that the connection is closed. */
  readonly req = {
    socket: {
      destroy: () => {
        this.isCut = true
      },
    },
  }
  close(): void {
    this.emit('close')
  }
  as(): ServerResponse {
    return this as unknown as ServerResponse
  }
}

const bytes = (size: number) => new Uint8Array(size)

test('lets 96 MiB of large answers wait, and cuts the oldest beyond', () => {
  const { answers, warnings } = bounded()
  const unread = Array.from({ length: 8 }, () => new Unread())
  for (const one of unread.slice(0, 6)) answers.add(one.as(), bytes(16 * mebibyte))
  expect(unread.filter(({ isCut }) => isCut)).toEqual([])
  for (const one of unread.slice(6)) answers.add(one.as(), bytes(16 * mebibyte))
  expect(unread.map(({ isCut }) => isCut)).toEqual([true, true, false, false, false, false, false, false])
  expect(warnings).toEqual(
    new Array(2).fill([
      { connections: 1, bytes: 16 * mebibyte },
      'cut: too many large answers wait for clients to read them',
    ]),
  )
})

test('an answer that is read makes room', () => {
  const { answers, warnings } = bounded()
  for (let number = 0; number < 100; number += 1) {
    const one = new Unread()
    answers.add(one.as(), bytes(90 * mebibyte))
    one.close()
  }
  const last = new Unread()
  answers.add(last.as(), 'a'.repeat(90 * mebibyte))
  expect([last.isCut, warnings]).toEqual([false, []])
})

test('answers that share their bytes count once, and are cut together', () => {
  const { answers, warnings } = bounded()
  const shared = bytes(50 * mebibyte)
  const many = Array.from({ length: 20 }, () => new Unread())
  for (const one of many) answers.add(one.as(), shared)
  expect(many.filter(({ isCut }) => isCut)).toEqual([])
  const other = new Unread()
  answers.add(other.as(), bytes(50 * mebibyte))
  expect([many.every(({ isCut }) => isCut), other.isCut]).toEqual([true, false])
  expect(warnings).toMatchObject([[{ connections: 20, bytes: 50 * mebibyte }, expect.any(String)]])
})

test('shared bytes wait until the last of their readers is done', () => {
  const { answers } = bounded()
  const shared = bytes(50 * mebibyte)
  const [first, second, third] = [new Unread(), new Unread(), new Unread()]
  answers.add(first.as(), shared)
  answers.add(second.as(), shared)
  first.close()
  answers.add(third.as(), bytes(50 * mebibyte))
  expect([second.isCut, third.isCut]).toEqual([true, false])
})

test('equal texts are not the same bytes', () => {
  const { answers } = bounded()
  const text = 'a'.repeat(50 * mebibyte)
  const [first, second] = [new Unread(), new Unread()]
  answers.add(first.as(), text)
  answers.add(second.as(), text)
  expect([first.isCut, second.isCut]).toEqual([true, false])
})

test('one answer that is larger than the bound is sent', () => {
  const { answers, warnings } = bounded()
  const one = new Unread()
  answers.add(one.as(), bytes(97 * mebibyte))
  expect([one.isCut, warnings]).toEqual([false, []])
})

test('small answers do not count', () => {
  const { answers } = bounded()
  const small = Array.from({ length: 1_000 }, () => new Unread())
  const body = 'a'.repeat(256 * 1024 - 1)
  for (const one of small) answers.add(one.as(), body)
  expect(small.filter(({ isCut }) => isCut)).toEqual([])
})

test('what was cut or read is forgotten, however often its connection says that it is closed', () => {
  const { answers } = bounded()
  const [first, second, third] = [new Unread(), new Unread(), new Unread()]
  answers.add(first.as(), bytes(90 * mebibyte))
  answers.add(second.as(), bytes(90 * mebibyte))
  first.close()
  second.close()
  second.close()
  answers.add(third.as(), bytes(90 * mebibyte))
  answers.add(new Unread().as(), bytes(5 * mebibyte))
  expect([first.isCut, second.isCut, third.isCut]).toEqual([true, false, false])
})
