import * as fc from 'fast-check'

/** Chart names chosen to break out of markup, file names, cells or their own line of writing. */
export const hostileNames = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '</text></svg><svg onload="alert(1)">',
  ']]><!--',
  '<![CDATA[x]]>',
  '&amp;&lt;&#0;&unknown;',
  'javascript:alert(1)',
  '<?xml version="1.0"?><!DOCTYPE svg>',
  'W'.repeat(200),
  '😀👨‍👩‍👧‍👦'.repeat(25),
  '\u202Egnp.evil\u2066 \u2069\u2069 abc',
  'مستخدمون (live)',
  '\u200B\u200F',
  'tab\tline\r\nend\u2028\u2029',
  '\u0000\u0007\u001B\u007F\u0085\uFFFE\uFFFF',
  '\uD800 lone \uDC00',
] as const

/** Any text: words, code units in any order, and what markup is made of. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom(...`<>&"'=;/![]-#x \u202E\u0000\uD83D\uDE00a`.split('')) }),
  fc.constantFrom(...hostileNames),
)
