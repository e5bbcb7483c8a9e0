export const placeholder = 'local'
