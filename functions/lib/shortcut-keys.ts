/**
 * Letters after `g` that open pages. The palette and the list of shortcuts show them
 * (functions/data/palette/places.ts).
 */
export const placeKeys: Record<string, string> = {
  t: '/',
  s: '/sessions',
  g: '/goals',
  k: '/tasks',
  a: '/stats',
  r: '/review',
  c: '/cards',
  j: '/plans',
  l: '/learnings',
  x: '/skills',
  m: '/meetings',
  h: '/people',
  o: '/organizations',
  f: '/feedback',
  w: '/week',
  b: '/review/week',
  y: '/review/month',
  e: '/energy',
  v: '/evidence',
  u: '/whitelists',
  p: '/projects',
  '#': '/tags',
  i: '/sessions/import',
  d: '/day',
  ',': '/settings',
}

/** Effect of a key on a page. */
type Action = {
  href?: string
  /** Control to focus if the page has it; otherwise `href` is opened. */
  focus?: string
  opens?: string
  /** Text to put into the palette when it opens. */
  line?: string
  /** Link or button to click if the page has it. */
  follows?: string
}

/**
 * Global actions by keys. Keys for rows, and keys declared by controls, are in client/lists/list-keys.ts; their
 * descriptions are in shortcuts.ts.
 */
const shortcuts = {
  c: { opens: 'palette', line: '+ ', href: '/capture' },
  n: {
    focus: '#entry, #task-line',
    follows: 'main:not(:has(#entry, #task-line)) [href$="/new"]',
    href: '/sessions#entry',
  },
  t: { opens: 'timer-switch' },
  p: { href: '/plan' },
  s: { follows: '#timer-stop' },
  f: { follows: '#focus', href: '/timer' },
  '/': { focus: '#search-q', opens: 'palette', line: '/', href: '/search' },
  'g n': { opens: 'palette', line: '+ goal ', href: '/goals/new' },
  ' ': { follows: '#show-answer' },
  u: { follows: '#review-undo, :root:not(:has(#review-undo)) [data-toast]:last-child [data-undo]' },
  b: { focus: '#picks[data-any] .actions button' },
  '?': { opens: 'palette', line: '?', href: '/settings/keyboard' },
} satisfies Record<string, Action>

export type Shortcut = keyof typeof shortcuts

/** The action of keys, which are separated by a space. */
export const actionOf = (keys: string): Action | undefined => {
  if (Object.hasOwn(shortcuts, keys)) return shortcuts[keys as Shortcut]
  const [first, letter = ''] = keys.split(' ')
  return first === 'g' && Object.hasOwn(placeKeys, letter) ? { href: placeKeys[letter] } : undefined
}
