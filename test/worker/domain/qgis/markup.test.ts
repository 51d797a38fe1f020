import fc from 'fast-check'
import { expect, test } from 'vitest'
import { directed, toHtml, toPlain, withoutReferences } from '#worker/domain/qgis/markup.ts'

test.each([
  ['**Bold** and *thin*', '<b>Bold</b> and <i>thin</i>', 'Bold and thin'],
  ['# Title\nline', '<b>Title</b><br>line', 'Title line'],
  ['<span style="color:red">a</span> < b', '<span style="color:red">a</span> &lt; b', 'a < b'],
  ['<script>x</script>', '&lt;script&gt;x&lt;/script&gt;', 'x'],
  ['snake_case_name 2*3*4', 'snake_case_name 2*3*4', 'snake_case_name 2*3*4'],
  ['&#9312; Detail &amp; &#x2014; &lt; 2', '&#9312; Detail &amp; &#x2014; &lt; 2', '① Detail & — < 2'],
  [
    '&#55296; &#99999999; &what; R&D',
    '&#55296; &amp;#99999999; &amp;what; R&amp;D',
    '&#55296; &#99999999; &what; R&D',
  ],
  ['[% 1 %]', '[&#37; 1 &#37;]', '[% 1 %]'],
  ['<bold>Done</bold>', '<b>Done</b>', 'Done'],
  ['Hello ${first_name_x}!', 'Hello ${first_name_x}!', 'Hello ${first_name_x}!'],
])('%j', (text, html, plain) => {
  expect([toHtml(text), toPlain(text)]).toEqual([html, plain])
})

test('references go, the words around them stay', () => {
  expect(withoutReferences('House of ${name} here')).toBe('House of here')
})

test('no label starts an expression', () => {
  const text = fc.string({ unit: fc.constantFrom('[', '%', ']', '&', '<', '*', 'a', ' ') })
  fc.assert(
    fc.property(text, (label) => {
      expect(toHtml(label)).not.toContain('[%')
    }),
  )
})

test.each([
  ['<b>شكرا</b> QField', true],
  ['1. שלום', true],
  ['[% "name" %]، شكرا', true],
  ['Thanks شكرا', false],
  ['[% "name" %] 12', false],
])('%s runs from right to left: %s', (html, rightToLeft) => {
  expect(directed(html)).toBe(rightToLeft ? `<div dir="rtl">${html}</div>` : html)
})
