import type { Config } from 'tailwindcss'

/** Maps theme names to the design tokens of views/styles/tokens.css, so that no other colour or size can be used. */
const tokens = (names: string[], prefix = '') =>
  Object.fromEntries(names.map((name) => [name, `var(--${prefix}${name})`]))

const surfaces = ['paper', 'sunken', 'raised', 'hover']
const inks = ['ink', 'grey', 'line', 'line-firm']
const accents = ['accent', 'accent-firm', 'accent-soft', 'accent-wash', 'on-accent']
const tones = ['good', 'good-wash', 'warning', 'warning-wash', 'bad', 'bad-wash', 'on-bad']
const projects = 'brick rust ochre olive moss jade sky cobalt violet plum rose slate'.split(' ')

export default {
  theme: {
    colors: {
      ...tokens([...surfaces, ...inks, ...accents, ...tones]),
      heat: tokens(['0', '1', '2', '3', '4'], 'heat-'),
      project: tokens(projects, 'project-'),
    },
    fontFamily: tokens(['sans', 'mono']),
    fontSize: tokens(['small', 'text', 'field-text', 'title', 'figure']),
    fontWeight: tokens(['regular', 'strong']),
    spacing: {
      px: '1px',
      /** Above and below words of one line that are as high as a control. */
      line: 'calc((var(--control) - 1lh) / 2)',
      ...tokens(['low', 'control', 'control-small', 'row', 'rail', 'bar', 'timer', 'track']),
    },
    borderRadius: { DEFAULT: 'var(--corner)' },
    boxShadow: {
      overlay: 'var(--shadow-overlay)',
      chosen: 'inset 0 0 0 1px var(--accent)',
      marked: 'inset 0.1875rem 0 var(--accent)',
      edge: 'inset 2px 0 var(--accent)',
    },
    lineHeight: { tight: 'var(--leading-tight)', normal: 'var(--leading)' },
    /** sm: lists become tables. md: rows have one line. lg: the bottom bar becomes the left rail. xl: a list beside a page. */
    screens: { sm: '40rem', md: '48rem', lg: '56.25rem', xl: '72rem' },
  },
} satisfies Config
