import { expect, test } from 'vitest'
import { headingsOf, literalLines } from './headings'
import { linesOf } from './lines'

const read = (text: string) => {
  const lines = linesOf(text)
  return headingsOf(lines, literalLines(lines)).map(({ level, text }) => `${level} ${text}`)
}

/** Examples 62 to 106 of CommonMark 0.31.2, with the level and the source of each heading. */
const examples: [markdown: string, headings: string[]][] = [
  ['# a\n## b\n### c\n#### d\n##### e\n###### f', ['1 a', '2 b', '3 c', '4 d', '5 e', '6 f']],
  ['####### foo', []],
  ['#5 bolt\n\n#hashtag', []],
  ['\\## foo', []],
  ['# foo *bar* \\*baz\\*', ['1 foo *bar* \\*baz\\*']],
  ['#                  foo                     ', ['1 foo']],
  [' ### foo\n  ## foo\n   # foo', ['3 foo', '2 foo', '1 foo']],
  ['    # foo', []],
  ['foo\n    # bar', []],
  ['## foo ##\n  ###   bar    ###', ['2 foo', '3 bar']],
  ['# foo ##################################\n##### foo ##', ['1 foo', '5 foo']],
  ['### foo ###     ', ['3 foo']],
  ['### foo ### b', ['3 foo ### b']],
  ['# foo#', ['1 foo#']],
  ['### foo \\###\n## foo #\\##\n# foo \\#', ['3 foo \\###', '2 foo #\\##', '1 foo \\#']],
  ['****\n## foo\n****', ['2 foo']],
  ['Foo bar\n# baz\nBar foo', ['1 baz']],
  ['## \n#\n### ###', ['2 ', '1 ', '3 ']],
  ['Foo *bar*\n=========\n\nFoo *bar*\n---------', ['1 Foo *bar*', '2 Foo *bar*']],
  ['Foo *bar\nbaz*\n====', ['1 Foo *bar baz*']],
  ['  Foo *bar\nbaz*\t\n====', ['1 Foo *bar baz*']],
  ['Foo\n-------------------------\n\nFoo\n=', ['2 Foo', '1 Foo']],
  ['   Foo\n---\n\n  Foo\n-----\n\n  Foo\n  ===', ['2 Foo', '2 Foo', '1 Foo']],
  ['    Foo\n    ---\n\n    Foo\n---', []],
  ['Foo\n   ----      ', ['2 Foo']],
  ['Foo\n    ---', []],
  ['Foo\n= =\n\nFoo\n--- -', []],
  ['Foo  \n-----', ['2 Foo']],
  ['Foo\\\n----', ['2 Foo\\']],
  ['`Foo\n----\n`\n\n<a title="a lot\n---\nof dashes"/>', ['2 `Foo', '2 <a title="a lot']],
  ['> Foo\n---', []],
  ['> foo\nbar\n===', []],
  ['- Foo\n---', []],
  ['Foo\nBar\n---', ['2 Foo Bar']],
  ['---\nFoo\n---\nBar\n---\nBaz', ['2 Foo', '2 Bar']],
  ['\n====', []],
  ['---\n---', []],
  ['- foo\n-----', []],
  ['    foo\n---', []],
  ['> foo\n-----', []],
  ['\\> foo\n------', ['2 \\> foo']],
  ['Foo\n\nbar\n---\nbaz', ['2 bar']],
  ['Foo\nbar\n\n---\n\nbaz', []],
  ['Foo\nbar\n\n* * *\n\nbaz', []],
  ['Foo\nbar\n\\---\nbaz', []],
]

const others: typeof examples = [
  ['```\n# a\n```\n# b', ['1 b']],
  ['~~~~ text\n# a\n~~~\n# b\n~~~~', []],
  ['<!-- one -->\n# a\n<!-- two\n# b\n\nc\n===\n-->\n# d', ['1 a', '1 d']],
  ['<!-- no end\n# a', ['1 a']],
  ['aaa\n<!-- test\n====\n-->\nbbb', []],
  ['<pre>\n# a\n</pre>\n# b', ['1 b']],
  ['- a\n\n  b\n  ---\n\nc\n---', ['2 c']],
  ['- a\n\n      # code\n\n# b', ['1 b']],
  ['1. a\n# b', ['1 b']],
  ['one\n14. is no list\n---', ['2 one 14. is no list']],
]

test.each([...examples, ...others])('headings are those of CommonMark: %j', (markdown, headings) => {
  expect(read(markdown)).toEqual(headings)
  expect(read(markdown.replaceAll('\n', '\r\n'))).toEqual(headings)
})
