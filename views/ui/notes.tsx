import type { PropsWithChildren } from 'hono/jsx'
import { Button, Notice, Version, Versions } from './button'
import { textRows } from './field'
import { classes } from './icon'
import { Module } from './reorder'
import { Section } from './section'

/** Message that the script shows if another save came first. */
const Torn = ({ id }: { id: string }) => (
  <div data-torn hidden>
    <Notice tone="warning" role="alert">
      <p>This note was also changed elsewhere. Nothing you typed is lost: your version is above.</p>
      <Versions>
        <Version
          title="The other version"
          action={
            <>
              <Button type="button" small variant="primary" data-choice="both">
                Keep both
              </Button>{' '}
              <Button type="button" small data-choice="typed">
                Keep mine
              </Button>{' '}
              <Button type="button" small data-choice="saved">
                Use the other
              </Button>
            </>
          }
        >
          <p class="whitespace-pre-line" dir="auto" data-other id={`${id}-other`} />
        </Version>
      </Versions>
    </Notice>
  </div>
)

type BoxProps = PropsWithChildren<{
  id: string
  /** Path that saves the text. */
  url: string
  version: number
  /** Name of the version field in forms of the page. */
  seen: string
  /** True to keep the save status visible. */
  isPinned?: boolean
}>

/** Wraps the fields of a text that is saved while it is typed (client/notes/page.ts). */
export const NoteBox = ({ id, url, version, seen, isPinned, children }: BoxProps) => (
  <div class="field" data-note={url} data-version={version} data-seen={seen}>
    {children}
    <span
      class={classes('hint', isPinned && '-mb-1 sticky bottom-low z-1 w-fit bg-paper pb-1')}
      id={`${id}-state`}
      role="status"
      data-state
      hx-morph-skip
    />
    <Torn id={id} />
  </div>
)

type TextProps = {
  id: string
  name: string
  value: string
  limit: number
  placeholder: string
  label?: string
  rows?: number
  form?: string
  autofocus?: boolean
}

/** Text field of a note. */
export const NoteText = ({ id, value, limit, label, rows = textRows(value), ...rest }: TextProps) => (
  <textarea
    class="input"
    id={id}
    rows={rows}
    maxlength={limit}
    dir="auto"
    autocomplete="off"
    aria-label={label}
    aria-describedby={`${id}-state`}
    {...rest}
  >
    {`\n${value}`}
  </textarea>
)

type Props = { url: string; seq: number; field: string; limit: number; value: string; title?: string }

/** Notes on a row's page. Without JavaScript they are a form with a button. */
export const NotesOfPage = ({ url, seq, field, limit, value, title = 'Notes' }: Props) => (
  <Section id="notes" title={title}>
    <form method="post" action={url} enctype="multipart/form-data">
      <input type="hidden" name="seq" value={seq} />
      <input type="hidden" name="field" value={field} />
      <NoteBox id="note" url={`${url}/notes/${field}`} version={seq} seen="seq">
        <NoteText
          id="note"
          name={field}
          label={title}
          limit={limit}
          value={value}
          placeholder={`Add ${title.toLowerCase()}`}
        />
      </NoteBox>
      <div class="script:hidden">
        <Button small>Save</Button>
      </div>
    </form>
    <Module name="notes" />
  </Section>
)
