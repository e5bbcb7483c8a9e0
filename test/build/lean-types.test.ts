import { describe, expect, it } from 'vitest'
import { leanTypes } from '../../packages/build/lean-types.ts'

const code = `import { A } from "a";
/** Few meet it. Who does reads the sources. */
interface Few {
  /** Its member. */
  readonly one: number;
  readonly two: {
    /** Deeper. */
    readonly three: string;
  };
}
/**
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
export declare function all(one: number): Few;
interface All {
  /**
   * Kept.
   *
   * Not kept.
   * @default 1
   */
  readonly one?: number;
  /** On one line. Kept. */
  readonly two?: number;
}
/** A name of names. */
type Names = "a" | "b";
/**
 * First sentence over
 * two lines. And a second.
 */
export declare function few(): void;
export type { All };
`

describe('types that are packed', () => {
  it('keep what an editor shows while somebody writes an app', () => {
    expect(leanTypes(code, ['Few', 'Names', 'few'])).toBe(`import { A } from "a";
/** Few meet it. */
interface Few {
  readonly one: number;
  readonly two: {
    readonly three: string;
  };
}
/** All meet it, and read this. This, too.
 * @param one what goes in, and more of it
 * @returns what comes out */
export declare function all(one: number): Few;
interface All {
  /** Kept.
   * @default 1 */
  readonly one?: number;
  /** On one line. Kept. */
  readonly two?: number;
}
/** A name of names. */
type Names = "a" | "b";
/** First sentence over two lines. */
export declare function few(): void;
export type { All };
`)
  })

  it('are named as they are: a name that is gone ends the build', () => {
    expect(() => leanTypes(code, ['Gone'])).toThrow('Expected a declaration of Gone')
  })
})
