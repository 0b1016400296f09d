import type { JSX, PropsWithChildren } from 'hono/jsx'
import { classes } from '../../ui/icon'

const marks = classes(
  'wrap-anywhere outline-none *:not-first:mt-3 **:[a]:text-accent **:[a]:underline',
  '**:[ol]:list-decimal **:[ol]:pl-5 **:[ul]:list-disc **:[ul]:pl-5',
  '**:[code]:font-mono **:[pre]:overflow-x-auto **:[pre]:bg-sunken **:[pre]:p-3 **:[pre]:text-small',
  // The deleted words of a cloze.
  '**:[mark]:bg-transparent **:[mark]:font-strong **:[mark]:text-accent',
)

const inReview = 'mx-auto text-title **:[ol,ul]:inline-block **:[ol,ul,pre,table]:text-start'

const question = `${inReview} font-strong leading-[1.3]`

const appears = 'transition-opacity duration-150 starting:opacity-0'

const looks = {
  page: 'mt-3 text-text leading-[1.5]',
  question,
  cloze: `${question} ${appears}`,
  answer: classes(
    inReview,
    appears,
    'leading-normal before:mx-auto before:my-6 before:grid before:w-12 before:border-t before:border-line-firm',
    'before:content-[""]',
  ),
}

type Props = PropsWithChildren<
  { look: keyof typeof looks } & Pick<JSX.IntrinsicElements['div'], 'id' | 'tabindex' | 'autofocus'>
>

/** A side of a card, with its markdown as HTML. `data-*` attributes are passed on. */
export const Flashcard = ({ look, children, ...rest }: Props) => (
  <div class={classes('max-w-176', marks, looks[look])} dir="auto" hx-ignore {...rest}>
    {children}
  </div>
)
