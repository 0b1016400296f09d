import type { PropsWithChildren } from 'hono/jsx'
import { Button } from './button'
import { Frame } from './field'
import { classes } from './icon'
import { Module } from './reorder'

/** Button that copies the text of the element with the id `from`. */
const CopyButton = ({ from, done }: { from: string; done: string }) => (
  <>
    <Button type="button" icon="copy" data-copies={from} data-copied={done}>
      Copy
    </Button>
    <Module name="copy-buttons" />
  </>
)

type CodeProps = PropsWithChildren<{ id: string; name: string; class?: string }>

/** Code with a copy button. `id` is unique in the page; screen readers read `name` with the button. */
export const CopyableCode = ({ id, name, class: more, children }: CodeProps) => (
  <div class={classes('flex items-start gap-2 bg-sunken', more)}>
    <pre class="sample flex-1" id={id}>
      <code>{children}</code>
    </pre>
    <Button type="button" variant="quiet" iconOnly="Copy" icon="copy" data-copies={id} data-copied={`${name} copied`} />
    <Module name="copy-buttons" />
  </div>
)

type SecretProps = {
  label: string
  value: string
  /** Id that is unique in the page. */
  id?: string
  class?: string
}

const secretLook = 'input resize-none py-1 font-mono wrap-anywhere field-sizing-content read-only:text-ink'

/** A secret that is shown only once, to be copied with the button or from the focused field. */
export const Secret = ({ label, value, id = 'secret', class: more }: SecretProps) => (
  <div class={classes('flex flex-wrap items-end gap-2', more)}>
    <Frame id={id} label={label} class="grow basis-48">
      <textarea
        class={secretLook}
        id={id}
        rows={1}
        readonly
        data-autofocus
        dir="ltr"
        autocomplete="off"
        spellcheck={false}
      >
        {value}
      </textarea>
    </Frame>
    <CopyButton from={id} done={`${label} copied`} />
  </div>
)
