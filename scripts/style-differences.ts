import type { Page } from '@playwright/test'

/** Properties that decide how an element looks, as the browser computed them. */
const properties = [
  'display position top right bottom left z-index float width height min-width min-height max-width margin padding gap',
  'border-top border-right border-bottom border-left border-radius outline box-shadow background color opacity visibility',
  'font-size font-weight font-style font-family line-height letter-spacing text-align text-decoration text-transform',
  'text-overflow white-space overflow-wrap overflow vertical-align list-style-type cursor accent-color transform',
  'align-items align-content align-self justify-content justify-items justify-self place-self order flex flex-wrap',
  'flex-direction grid-template-columns grid-template-rows grid-column grid-row grid-auto-flow content -webkit-line-clamp',
]
  .join(' ')
  .split(' ')

/** Properties that depend on an element's content or surroundings. */
const derived = new Set(['width', 'height', 'top', 'right', 'bottom', 'left', 'transform', 'grid-template-rows'])

type Styles = Record<string, { text: string; values: string[] }>

/** Computed styles of each element in sight and of its pseudo-elements, by its place among its parent's children. */
export const readStyles = (page: Page): Promise<Styles> =>
  page.evaluate(`(() => {
    const found = {}
    const read = (path, element, pseudo) => {
      const style = getComputedStyle(element, pseudo)
      if (style.display === 'none' || (pseudo && style.content === 'none')) return
      found[path + (pseudo ?? '')] = {
        text: [...element.classList].map((name) => '.' + name).join('').slice(0, 24) + ' ' + element.textContent.trim().slice(0, 30),
        values: ${JSON.stringify(properties)}.map((name) => style.getPropertyValue(name)),
      }
      if (pseudo) return
      for (const part of ['::before', '::after']) read(path, element, part)
      const seen = {}
      for (const child of element.children) {
        const tag = child.localName
        seen[tag] = (seen[tag] ?? 0) + 1
        if (tag !== 'script' && tag !== 'svg') read(path + '>' + tag + (seen[tag] > 1 ? seen[tag] : ''), child)
      }
    }
    read('', document.body)
    return found
  })()`)

/** Maximum number of listed elements. */
const most = 12

/** One line for each element with another style, causes before consequences. */
export const styleDifferences = (before: Styles, after: Styles): string[] => {
  const lines = Object.keys({ ...before, ...after }).flatMap((path) => {
    const [was, is] = [before[path], after[path]]
    if (!was || !is) return [{ weight: 1, line: `${path} ${was ? 'is gone' : 'is new'}: ${(was ?? is)?.text}` }]
    const parent = path.replace(/(>[^>:]*|::\w+)$/, '')
    const changes = properties.flatMap((name, index) => {
      const [from, to] = [was.values[index], is.values[index]]
      const isInherited =
        parent !== path && from === before[parent]?.values[index] && to === after[parent]?.values[index]
      return from === to || isInherited ? [] : [{ name, text: `${name} ${from} → ${to}` }]
    })
    if (changes.length === 0) return []
    const weight = changes.every(({ name }) => derived.has(name)) ? 2 : 0
    return [{ weight, line: `${path} ${is.text}: ${changes.map(({ text }) => text).join(', ')}` }]
  })
  const sorted = lines.sort((one, other) => one.weight - other.weight).map(({ line }) => line)
  return sorted.length > most ? [...sorted.slice(0, most), `… and ${sorted.length - most} more`] : sorted
}
