import { toAsciiFileName, toFileName, type FileExtension } from '../view/to-file-name.ts'

/**
 * The header `Content-Disposition` that lets a browser keep an answer as a file named after a chart:
 * in ASCII for old ones, in full for all others (RFC 6266, section 4.3; RFC 8187, section 3.2).
 */
export function toContentDisposition(chart: string, extension: FileExtension): string {
  const full = encodeURIComponent(toFileName(chart, extension)).replaceAll(
    /['()]/g,
    // `encodeURIComponent` leaves these (and `*`, which no file name has): they are no attr-char.
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${toAsciiFileName(chart, extension)}"; filename*=UTF-8''${full}`
}
