import { describe, expect, it } from 'vitest'
import { toClosed } from '../../packages/build/to-closed.ts'

const peers = ['@opentelemetry/api']

describe('toClosed', () => {
  it('hands peers in, and loads of the client what has no entries around it', () => {
    const imports = ['@opentelemetry/api', '@spikelog-otel/client', 'node:os']
    const calls = 'require("@opentelemetry/api"), require("@spikelog-otel/client")'
    expect(toClosed(`"use strict";\nlet it = [${calls}]`, { imports, dynamicImports: [] }, peers))
      .toBe(`"use strict";
module.exports = (peers) => {
const exports = {};

let it = [peers["@opentelemetry/api"], require("@spikelog-otel/client/internals")]
return exports;
};
`)
  })

  it.each([
    { imports: ['@opentelemetry/api/experimental'], dynamicImports: [] },
    { imports: ['@opentelemetry/core'], dynamicImports: [] },
    { imports: [], dynamicImports: ['@opentelemetry/api'] },
  ])('fails for what would load another copy: %o', (loaded) => {
    expect(() => toClosed('', loaded, peers)).toThrow('Expected no import of @opentelemetry/')
  })
})
