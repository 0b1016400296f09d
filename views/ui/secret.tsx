import { Button } from './button'
import { Frame } from './field'

type SecretProps = {
  label: string
  value: string
  /** Unique in the page. */
  id?: string
}

/** A secret that is shown once, whole, to be copied: with the button, or from the field, which gets the focus. */
export const Secret = ({ label, value, id = 'secret' }: SecretProps) => (
  <div class="secret">
    <Frame id={id} label={label}>
      <textarea class="input" id={id} rows={1} readonly data-autofocus dir="ltr" autocomplete="off" spellcheck={false}>
        {value}
      </textarea>
    </Frame>
    <Button type="button" icon="copy" data-copies={id} data-copied={`${label} copied`}>
      Copy
    </Button>
  </div>
)
