import type { PersonApp } from '../../../functions/admin/rules/queries'
import { ruleWords } from '../../../functions/admin/rules/schema'
import type { AppQuestion } from '../../../functions/app-rules/find-app'
import { fieldsOfCondition } from '../../../functions/app-rules/unlock-condition'
import { savedAt } from '../../../functions/lib/conflict'
import type { Draft } from '../../../functions/lib/form'
import { adminRulePath, personAppsPath } from '../../links'
import { Actions, Badge, Button, Cancel, LinkButton } from '../../ui/button'
import { drafted, EditForm, ErrorSummary, Fields, sentTo } from '../../ui/form'
import type { Reader } from '../../ui/moment'
import { RowActions, RowMeta } from '../../ui/section'
import { AppField, AppName, WhichApp } from '../../whitelists/add'
import { type AfterValues, ConditionFields, newCondition } from '../../whitelists/earned-form'
import { allowedWord } from '../../whitelists/row'

type RowProps = Reader & { personId: string; app: PersonApp }

const looks = { allowed: { tone: 'good', icon: 'check' }, blocked: { tone: 'bad', icon: 'close' } } as const

const Effect = ({ rule, is_whitelisted }: PersonApp['effective']) =>
  rule?.after ? (
    <Badge icon="clock">{ruleWords(rule)}</Badge>
  ) : (
    <Badge {...looks[is_whitelisted ? 'allowed' : 'blocked']}>{allowedWord(is_whitelisted)}</Badge>
  )

const SetBy = ({ admin, user, now }: Reader & { admin: NonNullable<PersonApp['admin']> }) => (
  <>
    set by {admin.admin_name === null ? 'an admin' : <bdi>{admin.admin_name}</bdi>},{' '}
    <time datetime={new Date(admin.updated_at).toISOString()}>{savedAt(admin.updated_at, user.preferences, now)}</time>
  </>
)

const Why = ({ app, ...reader }: Reader & { app: PersonApp }) => {
  const { admin, own } = app
  const { source } = app.effective
  const isLocked = source === 'locked'
  return (
    <RowMeta
      parts={[
        isLocked && 'locked for everyone',
        admin && <SetBy admin={admin} {...reader} />,
        admin && isLocked && `${ruleWords(admin.rule)} (no effect while locked)`,
        own && source === 'user' && 'own rule',
        own && source !== 'user' && `own rule: ${ruleWords(own)} (overridden)`,
        source === 'default' && 'default',
      ]}
    />
  )
}

const actNames = { allow: 'Allow', block: 'Block', remove: 'Remove' } as const

/** Leaves out the action that the present rule already has. */
const actsFor = ({ admin }: PersonApp): (keyof typeof actNames)[] => {
  if (!admin) return ['allow', 'block']
  if (admin.rule.after) return ['allow', 'block', 'remove']
  return [admin.rule.is_whitelisted === 1 ? 'block' : 'allow', 'remove']
}

const Acts = ({ personId, app }: Pick<RowProps, 'personId' | 'app'>) => {
  const action = personAppsPath(personId)
  const name = app.label ?? app.package_name
  const edit = adminRulePath(personId, app.package_name)
  return (
    <form {...sentTo(action)} {...swap} class="rule-acts">
      <input type="hidden" name="package_name" value={app.package_name} />
      <input type="hidden" name="seq" value={app.admin?.updated_at ?? ''} />
      {actsFor(app).map((act) => (
        <Button
          small
          name="set"
          value={act}
          aria-label={act === 'remove' ? `Remove the rule for ${name}` : `${actNames[act]} ${name}`}
        >
          {actNames[act]}
        </Button>
      ))}
      <LinkButton small variant="quiet" href={edit} hx-get={edit} {...swap} aria-label={`Unlock with time: ${name}`}>
        Unlock with time
      </LinkButton>
    </form>
  )
}

export const PersonAppRow = ({ personId, app, ...reader }: RowProps) => (
  <li class="ruled">
    <div>
      <p>
        <AppName package_name={app.package_name} label={app.label} />
      </p>
      <Why app={app} {...reader} />
    </div>
    <p class="holds">
      <Effect {...app.effective} />
    </p>
    <RowActions>
      <Acts personId={personId} app={app} />
    </RowActions>
  </li>
)

const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }

type EditProps = {
  personId: string
  app: PersonApp
  draft?: Draft<AfterValues> & { seq?: string; form?: string[] }
  /** In the row of the app, not on a page. */
  inPlace: boolean
}

export const EditRule = ({ personId, app, draft, inPlace }: EditProps) => {
  const action = personAppsPath(personId)
  const row = adminRulePath(personId, app.package_name, 'row')
  const after = app.admin?.rule.after
  const form = (
    <EditForm
      label={`Rule for ${app.label ?? app.package_name}`}
      action={action}
      {...(inPlace && { 'hx-post': action, ...swap })}
    >
      <p>
        <AppName package_name={app.package_name} label={app.label} />
      </p>
      <ErrorSummary errors={draft?.form} />
      <input type="hidden" name="package_name" value={app.package_name} />
      <input type="hidden" name="seq" value={draft?.seq ?? app.admin?.updated_at ?? ''} />
      <Fields>
        <ConditionFields values={after ? fieldsOfCondition(after) : newCondition} draft={draft} idPrefix="rule" />
      </Fields>
      <p class="hint">Counts all their tracked time. You can’t see their progress.</p>
      <Actions>
        <Button variant="primary" name="set" value="after">
          Unlock after that time
        </Button>
        <Cancel
          href={inPlace ? row : `${action}?${new URLSearchParams({ q: app.package_name })}`}
          {...(inPlace && { 'hx-get': row, ...swap })}
        />
      </Actions>
    </EditForm>
  )
  return inPlace ? <li class="editing">{form}</li> : form
}

const idPrefix = 'add'

export type AddRuleProps = {
  personId: string
  draft?: Draft<AfterValues & { package_name: string }> & {
    form?: string[]
    question?: AppQuestion
  }
}

export const AddRule = ({ personId, draft }: AddRuleProps) => (
  <form class="stack" method="post" action={personAppsPath(personId)} aria-label="Add a rule" autocomplete="off">
    <ErrorSummary errors={draft?.form} />
    <input type="hidden" name="seq" value="" />
    <Fields>
      <AppField
        example="Firefox"
        from="/admin/users/rules/suggestions"
        {...drafted({ package_name: null }, draft, idPrefix)('package_name')}
      />
      <ConditionFields draft={draft} idPrefix={idPrefix} />
    </Fields>
    <WhichApp question={draft?.question} idPrefix={idPrefix} />
    <Actions>
      {Object.entries({ allow: 'Allow', block: 'Block', after: 'Unlock after that time' }).map(([act, words]) => (
        <Button variant={act === 'allow' ? 'primary' : 'plain'} name="set" value={act}>
          {words}
        </Button>
      ))}
    </Actions>
  </form>
)
