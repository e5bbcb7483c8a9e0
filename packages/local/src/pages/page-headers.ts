/**
 * What a page may load: its own files, nothing else, nothing inline, and no text ever becomes a
 * script (https://www.w3.org/TR/CSP3/, https://www.w3.org/TR/trusted-types/).
 */
const basePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
]

const commonHeaders = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Sent with the dashboard, which nobody may frame: its buttons delete. */
export const dashboardHeaders: Readonly<Record<string, string>> = {
  ...commonHeaders,
  'content-security-policy': [...basePolicy, "frame-src 'self'", "frame-ancestors 'none'"].join(
    '; ',
  ),
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Sent with what may be shown on any page, also on one that is isolated (COEP). */
export const sharedHeaders: Readonly<Record<string, string>> = {
  ...commonHeaders,
  'cross-origin-resource-policy': 'cross-origin',
}

/** Sent with an embed, which anyone may frame. */
export const embedHeaders: Readonly<Record<string, string>> = {
  ...sharedHeaders,
  'content-security-policy': [...basePolicy, 'frame-ancestors *'].join('; '),
  'cross-origin-embedder-policy': 'require-corp',
}

/** Sent with pictures. Opened on their own they are documents, which may do nothing at all. */
export const pictureHeaders: Readonly<Record<string, string>> = {
  ...sharedHeaders,
  'content-security-policy': "default-src 'none'; frame-ancestors *; sandbox",
}

/** Lets the script of an embed in a sandbox, whose origin is `null`, read the answer. */
export const crossOriginHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, if-none-match',
  'access-control-expose-headers': 'etag',
  'access-control-max-age': '86400',
}
