import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { htmlText } from './html-text'

test.each([
  ['red<div>yellow</div><div>blue</div>', 'red\nyellow\nblue'],
  ['Two lines<div>here?</div>', 'Two lines\nhere?'],
  ['<div>one</div>two', 'one\ntwo'],
  ['<p>one<p>two', 'one\ntwo'],
  ['a<br>b<br/>c<BR />d', 'a\nb\nc\nd'],
  ['<div>a<br></div><div>b</div>', 'a\nb'],
  ['<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
  ['a<br><br><br><br>b', 'a\n\nb'],
  ['<h1>Head</h1>text<hr>more<blockquote>said</blockquote>', 'Head\ntext\nmore\nsaid'],
  ['Parts:<ul><li>one</li><li>two<ul><li>three</ul></ul>end', 'Parts:\n- one\n- two\n- three\nend'],
  ['<ul><li><div>one</div></li><li><p>two</p></li></ul>', '- one\n- two'],
  ['<table><tr><th>a</th><td>b</td></tr><tr><td>c<td>d</table>', 'a\tb\nc\td'],
  ['<table>\n <tr>\n  <td>a</td>\n  <td><p>b</p></td>\n </tr>\n</table>', 'a\tb'],
  ['uno &amp; <b>dos</b>&nbsp;&#39;tres&#x27; &lt;div&gt; &auml;', "uno & dos 'tres' <div> ä"],
  ['a\n   b\t c', 'a b c'],
  ['a <pre>x\n  y</pre> b', 'a\nx\n  y\nb'],
  ['<head><title>T</title><style>p { }</style></head><body>b</body>', 'b'],
  ['a<script>alert("<div>")</script><style>x</style><!-- no -->b', 'ab'],
  ['<SCRIPT>x</SCRIPT>y<noscript>z</noscript>', 'y\nz'],
  ['5 < 6 and 7 > 3', '5 < 6 and 7 > 3'],
  ['<a title="a > b">c</a>', 'c'],
  ['<a href="https://a.example/x?y=1&amp;z=2">Join </a> now', 'Join (https://a.example/x?y=1&z=2) now'],
  [
    '<a href="https://a.example/">https://a.example/</a>, <a href="mailto:a@b.example">a@b.example</a>',
    'https://a.example/, a@b.example',
  ],
  ['a <b>b</b> <br c', 'a b <br c'],
  ['no tags at all', 'no tags at all'],
  ['H<sub>2</sub>O<wbr>!', 'H2O!'],
  ['<img src="a.png" alt="A">', ''],
  ['<ruby>漢<rt>かん</rt></ruby>字', '漢(かん)字'],
  ['<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>', '漢(かん)字(じ)'],
  ['<ruby><rb>漢字</rb> <rt> かんじ </rt></ruby> is', '漢字(かんじ) is'],
  ['<ruby>東<rt>とう<rt></ruby><ruby>京<rt></rt></ruby>', '東(とう)京'],
  ['', ''],
])('%s is read as text', (html, text) => expect(htmlText(html)).toBe(text))

test('words come out whole and in their order, whatever stands around them', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/)
  const tag = fc.constantFrom('div', 'p', 'b', 'li', 'ul', 'td', 'tr', 'table', 'pre', 'h2', 'span')
  const mark = fc.oneof(
    tag.map((name) => `<${name}>`),
    tag.map((name) => `</${name}>`),
    fc.constantFrom('<br>', '<hr>', '<!-- x -->', ' ', '\n', '<img src=x>'),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(mark, word)), (parts) => {
      const text = htmlText(parts.map(([before, after]) => `${before} ${after} `).join(''))
      expect(text.split(/[\s-]+/).filter(Boolean)).toEqual(parts.map(([, after]) => after))
      expect(text).toBe(text.trim())
    }),
    { numRuns: runs(200) },
  )
})
