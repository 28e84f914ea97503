import { statSync } from 'node:fs'
import path from 'node:path'
import { XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { projectFile, projectRoot } from '../support/project.ts'
import { terminalSvg } from './terminal-svg.mjs'

// The pictures of README, which `npm run pictures` draws.

test('a line becomes a text, and a style a class from its beginning to its end', () => {
  const svg = terminalSvg('A "test"', 'a < b\n\x1b[1mbold \x1b[31mred\x1b[39m\x1b[22m & plain')
  expect(XMLValidator.validate(svg)).toBe(true)
  expect(svg).toContain('<title>A &quot;test&quot;</title>')
  expect(svg.match(/<text .*<\/text>/g)?.map((line) => line.replace(/^<text [^>]*>/, ''))).toEqual([
    'a &lt; b</text>',
    '<tspan class="bold">bold </tspan><tspan class="bold red">red</tspan> &amp; plain</text>',
  ])
})

test('a style that the picture does not know is an error', () => {
  expect(() => terminalSvg('title', '\x1b[45mx')).toThrow('the picture knows no style 45')
})

test('each colour is chosen for a light and for a dark page', () => {
  const svg = terminalSvg('title', 'x')
  for (const part of ['rect', 'text', '.dim', '.red', '.green', '.yellow', '.blue']) {
    expect(svg.match(new RegExp(`^\\${part} \\{|^${part} \\{`, 'gm'))).toHaveLength(2)
  }
})

test('the terminal shows the commands of a real run, without a token or an address of the day', () => {
  const svg = projectFile('docs/pictures/terminal.svg')
  expect(XMLValidator.validate(svg)).toBe(true)
  expect(svg.match(/npx orgmock (serve|check)/g)).toEqual([
    'npx orgmock serve',
    'npx orgmock check',
    'npx orgmock check',
  ])
  expect(svg).toContain('HTTP/1.1 429 Too Many Requests')
  expect(svg).not.toContain('token')
  expect(svg.match(/(?:127\.0\.0\.1|localhost):\d+/g)?.filter((host) => !/:(8080|3000)$/.test(host))).toEqual([])
})

test.each([
  ['terminal.svg', 20_000],
  ['report.png', 150_000],
  ['page.png', 200_000],
])('%s is small', (name, bytes) => {
  expect(statSync(path.join(projectRoot, 'docs/pictures', name)).size).toBeLessThan(bytes)
})
