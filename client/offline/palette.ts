import { plural } from '../../functions/lib/time/duration'
import { makeElement } from './line-row'

const typedLine = () =>
  document.querySelector<HTMLInputElement>('#palette [name="line"]')?.value.replace(/^[\s+]*/, '') ?? ''

/** Offers cached pages whose name begins with the text in the palette, and to capture the text as a line. */
export const offerOffline = async (list: Element) => {
  const line = typedLine()
  // The cached page that says "needs a connection" contains the list of pages.
  const page = await (await caches.match('/offline', { ignoreVary: true }))?.text()
  const parsed = new DOMParser().parseFromString(page ?? '', 'text/html')
  const found = parsed.querySelector<HTMLTemplateElement>('#palette-offline')?.content
  const form = found?.querySelector('form')
  form?.querySelector('[name="entry"]')?.setAttribute('value', line)
  form?.querySelector('bdi')?.append(`Add ${line}`)
  if (!line || /^[/?]/.test(line)) form?.remove()
  for (const place of found?.querySelectorAll('a') ?? []) {
    const isMatch = place.querySelector('bdi')?.textContent.toLowerCase().startsWith(line.toLowerCase())
    if (!isMatch || !(await caches.match(place.href, { ignoreVary: true }))) place.remove()
  }
  for (const group of found?.querySelectorAll('[role="group"]') ?? [])
    if (!group.querySelector('[role="option"]')) group.remove()
  const options = [...(found?.querySelectorAll('[role="option"]') ?? [])]
  for (const [index, option] of options.entries()) option.ariaSelected = `${index === 0}`
  found?.querySelector('[data-count]')?.replaceChildren(`${plural(options.length, 'result')}.`)
  // The text has changed meanwhile.
  if (typedLine() !== line) return
  const text = makeElement('div', {}, found ?? '').innerHTML
  const ctx = { sourceElement: list, target: list, swap: 'innerHTML', text, request: { method: 'GET' }, hx: {} }
  return htmx.swap(ctx as unknown as Parameters<typeof htmx.swap>[0])
}
