import { ROOT_CONTEXT } from '@opentelemetry/api'
import { ExportResultCode, isTracingSuppressed } from '@opentelemetry/core'
import { describe, expect, it } from 'vitest'
import { exportResultCode } from '../../packages/exporter/src/export-result.ts'
import { suppressTracing } from '../../packages/exporter/src/suppress-tracing.ts'

describe('what the exporter knows of the SDK’s core by itself', () => {
  it('answers with the codes of the SDK', () => {
    expect(exportResultCode).toEqual({
      SUCCESS: ExportResultCode.SUCCESS,
      FAILED: ExportResultCode.FAILED,
    })
  })

  it('suppresses tracing as the SDK does', () => {
    expect(isTracingSuppressed(ROOT_CONTEXT)).toBe(false)
    expect(isTracingSuppressed(suppressTracing(ROOT_CONTEXT))).toBe(true)
  })
})
