import htmx from 'htmx.org'
import { hasUnsentInput } from '../dom'
import { isBusy } from '../forms/submit-once'

/** True for attributes with browser state, which the server does not know and must not overwrite. */
const isLocalState = (element: Element, attribute: string) => {
  switch (attribute) {
    case 'open':
      return element.matches('details, dialog')
    case 'value':
      return element instanceof HTMLInputElement && element.value !== element.defaultValue
    case 'tabindex':
      return element.closest('[data-roving]') !== null
    // A tick that waits for the response to the previous tick.
    case 'aria-pressed':
      return isBusy(element.parentElement)
    case 'data-any':
      return true
    case 'width':
    case 'height':
    case 'style':
      return element.matches('canvas')
  }
  return false
}

/**
 * Keeps browser state when a part of the page is morphed: open folds, typed values, drawn charts, the tab stop, and
 * selected rows. An element with `data-keep` is not morphed at all while it holds unsent input.
 */
export const preserveLocalState = () =>
  htmx.registerExtension('preserve-local-state', {
    htmx_before_morph_node: (node: Node) =>
      !(node instanceof HTMLElement && 'keep' in node.dataset && hasUnsentInput(node)),
    htmx_before_morph_attr: (element: Element, { attrName }: { attrName: string }) => !isLocalState(element, attrName),
  })
