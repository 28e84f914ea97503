import fc from 'fast-check'
import { expect, test } from 'vitest'
import { opaqueCodec, type Place } from '../../../src/mock/pagination/cursor-codec.ts'

fc.configureGlobal({ seed: 20260601 })

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const codec = opaqueCodec(Buffer.alloc(32, 1))

const places: fc.Arbitrary<Place> = fc.record({
  direction: fc.constantFrom('next', 'previous'),
  position: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 2 ** 48 - 1 })),
})
const bindings = fc.string({ unit: 'binary' })

test('reads back every place that it wrote', () => {
  fc.assert(
    fc.property(places, bindings, (place, binding) => {
      expect(codec.decode(codec.encode(place, binding), binding)).toEqual(place)
    }),
  )
})

test.each<Place>([
  { direction: 'next', position: 0 },
  { direction: 'previous', position: 0 },
  { direction: 'next', position: 1 },
  { direction: 'next', position: 281_474_976_710_655 },
  { direction: 'previous', position: 281_474_976_710_655 },
])('reads back the outermost place $direction $position', (place) => {
  expect(codec.decode(codec.encode(place, ''), '')).toEqual(place)
})

test('writes 34 characters that need no escaping in a URL', () => {
  fc.assert(
    fc.property(places, bindings, (place, binding) => {
      expect(codec.encode(place, binding)).toMatch(/^[A-Za-z0-9_-]{34}$/)
    }),
  )
})

test('writes one place always alike, in any replica with the same key', () => {
  const replica = opaqueCodec(Buffer.alloc(32, 1))
  fc.assert(
    fc.property(places, bindings, (place, binding) => {
      expect(replica.encode(place, binding)).toBe(codec.encode(place, binding))
    }),
  )
})

test('writes different places differently', () => {
  fc.assert(
    fc.property(places, places, bindings, (one, other, binding) => {
      fc.pre(one.direction !== other.direction || one.position !== other.position)
      expect(codec.encode(one, binding)).not.toBe(codec.encode(other, binding))
    }),
  )
})

test('refuses a text with any one character altered, the last one included', () => {
  for (const place of [
    { direction: 'next', position: 20 },
    { direction: 'previous', position: 2 ** 48 - 1 },
  ] as const) {
    const text = codec.encode(place, 'list')
    for (let at = 0; at < text.length; at += 1) {
      for (const character of `${base64url}+/=. %é\n`) {
        if (character === text[at]) continue
        const altered = text.slice(0, at) + character + text.slice(at + 1)
        expect(codec.decode(altered, 'list')).toBeUndefined()
      }
    }
  }
})

test('refuses a text with a character more, a character less, or two exchanged', () => {
  const text = codec.encode({ direction: 'next', position: 20 }, 'list')
  for (let at = 0; at <= text.length; at += 1) {
    expect(codec.decode(`${text.slice(0, at)}A${text.slice(at)}`, 'list')).toBeUndefined()
    if (at === text.length) continue
    expect(codec.decode(text.slice(0, at) + text.slice(at + 1), 'list')).toBeUndefined()
    const [here, there] = [text[at], text[at + 1]]
    if (there === undefined || here === there) continue
    expect(codec.decode(text.slice(0, at) + there + here + text.slice(at + 2), 'list')).toBeUndefined()
  }
})

test('refuses the same bytes in another spelling of base64', () => {
  const texts = Array.from({ length: 50 }, (_, position) => codec.encode({ direction: 'next', position }, 'list'))
  const respelled = texts.map((text) => text.replaceAll('-', '+').replaceAll('_', '/'))
  expect(respelled.filter((text, i) => text !== texts[i]).length).toBeGreaterThan(0)
  respelled.forEach((text, i) => {
    if (text !== texts[i]) expect(codec.decode(text, 'list')).toBeUndefined()
    expect(codec.decode(`${text}==`, 'list')).toBeUndefined()
  })
})

test('refuses texts that nobody wrote', () => {
  const unwritten = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...base64url), minLength: 34, maxLength: 34 }),
    fc.string({ unit: fc.constantFrom(...base64url), minLength: 8192, maxLength: 8192 }),
  )
  fc.assert(
    fc.property(unwritten, (text) => {
      expect(codec.decode(text, 'list')).toBeUndefined()
    }),
  )
})

test('refuses a text that belongs to another binding', () => {
  fc.assert(
    fc.property(places, bindings, bindings, (place, binding, other) => {
      fc.pre(Buffer.compare(Buffer.from(binding), Buffer.from(other)) !== 0)
      expect(codec.decode(codec.encode(place, binding), other)).toBeUndefined()
    }),
  )
})

test('refuses a text that was written with another key', () => {
  fc.assert(
    fc.property(places, fc.uint8Array({ minLength: 32, maxLength: 32 }), (place, key) => {
      fc.pre(key.some((byte) => byte !== 1))
      expect(codec.decode(opaqueCodec(key).encode(place, 'list'), 'list')).toBeUndefined()
    }),
  )
})

test('hides the position: no two of the first thousand places share their first eight characters', () => {
  const heads = Array.from({ length: 1_000 }, (_, position) =>
    codec.encode({ direction: 'next', position }, 'list').slice(0, 8),
  )
  expect(new Set(heads).size).toBe(1_000)
})
