import htmx from 'htmx.org'

/** What a person, or the browser, has done to an element that the server knows nothing of, by attribute. */
const isOwn = (element: Element, attribute: string) => {
  switch (attribute) {
    case 'open':
      return element instanceof HTMLDetailsElement || element instanceof HTMLDialogElement
    case 'value':
      return element instanceof HTMLInputElement && element.value !== element.defaultValue
    case 'tabindex':
      return element.closest('[data-roving]') !== null
    case 'width':
    case 'height':
    case 'style':
      return element instanceof HTMLCanvasElement
  }
  return false
}

/** Whether a person has typed or chosen something in a part of the page that was not sent yet. */
const isTypedIn = (part: Element) =>
  [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some(
    (field) => field.value !== field.defaultValue,
  ) || [...part.querySelectorAll('option')].some((option) => option.selected && !option.defaultSelected)

/**
 * What is folded open, typed, drawn or chosen in a part of the page stays when the part is morphed, and what has
 * `data-keep` stays as a whole once something was typed in it.
 */
export const keepOwn = () =>
  htmx.registerExtension('keep-own', {
    htmx_before_morph_node: (node: Node) => !(node instanceof HTMLElement && 'keep' in node.dataset && isTypedIn(node)),
    htmx_before_morph_attr: (element: Element, { attrName }: { attrName: string }) => !isOwn(element, attrName),
  })
