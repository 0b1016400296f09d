import { closestTo, onHtmx } from '../dom'

/** Hashed name of client/forms/date-picker.ts (scripts/build.ts). */
declare const datePickerScript: string

const { load } = onDemand(() => [datePickerScript])

/** On touch screens the browser's own date picker is better than a text field. */
const isTouch = matchMedia('(hover: none) and (pointer: coarse)')

/** Gives a touch screen its own picker, and shows the date in the person's format instead of the browser's. */
const dress = (field: HTMLInputElement) => {
  const { day = '' } = field.dataset
  if (isTouch.matches && field.value === field.defaultValue && (day || field.value === '')) {
    field.dataset.words = day && field.value
    field.type = 'date'
    field.defaultValue = field.value = day
    return
  }
  field.role = 'combobox'
  field.ariaHasPopup = 'dialog'
  field.ariaExpanded = 'false'
}

const dressAll = () =>
  document.querySelectorAll<HTMLInputElement>('input[data-date]:not([role], [type="date"])').forEach(dress)

addEventListener('focusin', (event) => closestTo(event, '.with-icon') && load())
addEventListener(
  'keydown',
  (event) => {
    if (event.key === 'ArrowDown' && closestTo(event, '[data-date][role]')) load(event, 'waits')
  },
  true,
)
addEventListener('click', (event) => closestTo(event, '.with-icon button') && load(event, 'waits'), true)
onHtmx('after:swap', dressAll)
dressAll()
