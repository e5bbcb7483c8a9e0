export * from '@opentelemetry/sdk-metrics'
