/** The colours a project can have; their values are in views/styles/tokens.css. */
export const palette = [
  'brick',
  'rust',
  'ochre',
  'olive',
  'moss',
  'jade',
  'sky',
  'cobalt',
  'violet',
  'plum',
  'rose',
  'slate',
] as const
