import { lowerCase } from '../random.mjs'

// Pieces that several shapes are made of.

export function value(random) {
  return random.pick([
    '',
    '0',
    '1',
    '-1',
    '5',
    '50',
    '51',
    '1.5',
    '1e3',
    '0x10',
    ' 5',
    '+5',
    '%205',
    '9'.repeat(random.between(10, 400)),
    '9007199254740992',
    '9223372036854775808',
    '-9223372036854775809',
    'NaN',
    'Infinity',
    'null',
    'true',
    '[]',
    '{}',
    '__proto__',
    "' or 1=1",
    '%27',
    '%00',
    '%ff',
    '%',
    '%zz',
    '%c0%80',
    '%ed%a0%80',
    '\xe9',
    'name',
    'desc',
    'asc',
    random.text(5, lowerCase),
    'a'.repeat(5_000),
    '%F0%9F%98%80',
    '%E2%80%AE',
  ])
}

export function oddText(random) {
  return random.pick([
    '%',
    '%%',
    '%2',
    '%zz',
    '%00',
    '%ff',
    '%c0%af',
    '%2e%2e',
    '..',
    '/../',
    '//',
    '/./',
    '\\',
    ';',
    ';a=b',
    ':',
    '@',
    '&',
    '=',
    '+',
    '~',
    '|',
    '^',
    '`',
    '{',
    '}',
    '<script>',
    '"',
    "'",
    '\x7f',
    '\x80',
    '\xff',
    '\xc3\xa9',
    '%E2%80%A8',
    '%F0%9F%98%80',
    '%2F',
    '%5C',
    '%3F',
    '%23',
    '#',
    '*',
    '__proto__',
    'constructor',
    random.text(3, lowerCase),
    '%0d%0a',
    '\t',
    '\x00',
    '\x01',
    'a'.repeat(random.pick([50, 3_000])),
  ])
}

export function damaged(random, text) {
  const at = random.whole(Math.max(1, text.length))
  return random.pick([
    () => text.slice(0, at) + random.pick('Aa0-_=.%\xe9'.split('')) + text.slice(at + 1),
    () => text.slice(0, at),
    () => text + random.text(1, lowerCase),
    () => `${text}${text}`,
    () => text.toUpperCase(),
    () => [...text].reverse().join(''),
    () => text,
  ])()
}

export function percent(random, character) {
  const hex = character.charCodeAt(0).toString(16).padStart(2, '0')
  return `%${random.chance(0.5) ? hex.toUpperCase() : hex}`
}
