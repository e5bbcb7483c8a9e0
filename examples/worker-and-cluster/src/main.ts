import cluster from 'node:cluster'

// The app: one primary process and four workers. Each runs this file.

if (cluster.isPrimary) await import('./primary.ts')
else await import('./worker.ts')
