export const placeholder = 'exporter'
