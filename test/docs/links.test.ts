import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { checkLinks } from './support/check-links.ts'
import { readDocPages, root } from './support/doc-pages.ts'

describe(verifies('docs', 'the links of the docs'), () => {
  it.each(readDocPages().map((page) => [page.file, page] as const))(
    'lead to files and headings that exist: %s',
    (_file, page) => {
      expect(checkLinks(page, root)).toEqual([])
    },
  )
})
