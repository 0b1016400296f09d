import { Actions, Button, Cancel } from '../../ui/button'
import { LineForm, Parts } from '../../ui/line'
import { createdName, EntryChoices } from './choices'
import { ButtonText, entryParts, type PreviewProps } from './parts'
import { EntryList, LineField } from './suggestions'

const id = 'block-entry'

type ShownProps = PreviewProps & {
  /** Path of the whole form, with what the line says. */
  more: string
  errors?: string[]
}

const BlockParts = ({ more, errors, ...shown }: ShownProps) => (
  <Parts
    id={`${id}-understood`}
    parts={shown.interpretation && entryParts({ ...shown, interpretation: shown.interpretation })}
    told={errors}
  >
    <input type="hidden" name="offered" value={createdName(shown.interpretation?.project) ?? ''} />
    <a class="link" href={more}>
      More
    </a>
  </Parts>
)

type FieldProps = { value?: string; errors?: string[]; autofocus?: boolean }

const BlockField = ({ autofocus, ...props }: FieldProps) => (
  <LineField
    id={id}
    label="Title"
    placeholder="What is it?"
    unseenLabel
    autofocus={autofocus}
    data-autofocus={autofocus}
    {...props}
  />
)

/** Answer while the line of a block is typed. */
export const BlockPreview = (props: ShownProps) => (
  <>
    <BlockParts {...props} />
    <hx-partial hx-target={`#${id}-form .field`} hx-swap="outerMorph">
      <BlockField />
    </hx-partial>
    <hx-partial hx-target={`#${id}-form .primary`} hx-swap="innerHTML">
      <ButtonText {...props} />
    </hx-partial>
  </>
)

type BlockProps = ShownProps & {
  /** With the times of the block. */
  path: string
  /** The page with the drawing. */
  back: string
  value?: string
  create?: string
  /** Shows the buttons that answer what was refused. */
  offersChoices?: boolean
}

/** Logs or plans time in a block that was drawn: the times stand, and a line says the rest. */
export const BlockEntry = ({ path, back, value, create, offersChoices, ...shown }: BlockProps) => (
  <LineForm
    id={`${id}-form`}
    aria-label="Add time"
    path={path}
    reads={[id, `${id}-create`]}
    head={
      <>
        <BlockField value={value} errors={shown.errors} autofocus />
        <EntryList id={id} create={create} />
        {offersChoices && <EntryChoices asked={value} interpretation={shown.interpretation} reader={shown.reader} />}
      </>
    }
    parts={<BlockParts {...shown} />}
  >
    <Actions>
      <Button small variant="primary">
        <ButtonText {...shown} />
      </Button>
      <Cancel href={back} />
    </Actions>
  </LineForm>
)
