import { escapeHtml } from './escape-html.ts'

/**
 * Text as it may stand in the brackets of a Markdown image. HTML's characters become entities, which
 * Markdown knows too; its own get a backslash (https://spec.commonmark.org/0.31.2/#backslash-escapes).
 */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text.replace(/[\\`*_{}[\]()#!|~$^:@]/gu, String.raw`\$&`)).replaceAll(
    '&#39;',
    "'",
  )
}
