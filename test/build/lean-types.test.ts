import { describe, expect, it } from 'vitest'
import { leanTypes } from '../../packages/build/lean-types.ts'

/** What is written, and what is packed of it: the same where it is not said. */
const declarations: readonly (readonly [written: string, packed?: string])[] = [
  ['import { A } from "a";\n'],
  [
    `/** Few meet it. Who does reads the sources. */
interface Few {
  /** Its member. */
  readonly one: number;
  readonly two: {
    /** Deeper. */
    readonly three: string;
  };
}
`,
    `/** Few meet it. */
interface Few {
  readonly one: number;
  readonly two: {
    readonly three: string;
  };
}
`,
  ],
  [
    `/**
 * All meet it,
 * and read this. This, too.
 *
 * But not this.
 *
 * @example
 * \`\`\`ts
 * all()
 *
 * all()
 * \`\`\`
 * @param one what goes in,
 *   and more of it
 * @returns what comes out
 * @see elsewhere
 */
`,
    `/** All meet it, and read this. This, too.
 * @param one what goes in, and more of it
 * @returns what comes out */
`,
  ],
  ['export declare function all(one: number): Few;\ninterface All {\n'],
  [
    `  /**
   * Kept.
   *
   * Not kept.
   * @default 1
   */
`,
    `  /** Kept.
   * @default 1 */
`,
  ],
  ['  readonly one?: number;\n  /** On one line. Kept. */\n  readonly two?: number;\n}\n'],
  ['/** A name of names. */\ntype Names = "a" | "b";\n'],
  [
    `/**
 * First sentence over
 * two lines. And a second.
 */
`,
    '/** First sentence over two lines. */\n',
  ],
  ['export declare function few(): void;\nexport type { All };\n'],
]
const code = declarations.map(([written]) => written).join('')

describe('types that are packed', () => {
  it('keep what an editor shows while somebody writes an app', () => {
    expect(leanTypes(code, ['Few', 'Names', 'few'])).toBe(
      declarations.map(([written, packed = written]) => packed).join(''),
    )
  })

  it('are named as they are: a name that is gone ends the build', () => {
    expect(() => leanTypes(code, ['Gone'])).toThrow('Expected a declaration of Gone')
  })
})
