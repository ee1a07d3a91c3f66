import { EXTENSION_STATUSES, EXTENSION_TYPES, type Extension } from '../company/extension.ts'
import { json } from '../http/answer.ts'
import { requireApp, requireFeature, requireUser } from './permissions.ts'
import { accountUri, listRecord, singleRecord } from './records.ts'
import { invalid, subjectOf, type Call, type Operation, type Service } from './service.ts'

const DEFAULT_PER_PAGE = 100
const MAX_PER_PAGE = 1000
/**
 * A list names its page, and the description gives that no higher number. The page before still leads there: a refusal
 * is noticed, and a list that ends too early is not.
 */
const MAX_PAGE = 1000

export const readExtension: Operation = (service, call) => {
  requireApp(service, 'ReadAccounts')
  requireFeature(service, 'ReadExtensions')
  const extension = subjectOf(service, call)
  requireUser(service, call.caller, 'ReadExtensions', extension)
  return json(200, singleRecord(service, extension))
}

export const listExtensions: Operation = (service, call) => {
  const { company, settings } = service
  requireApp(service, 'ReadAccounts')
  requireFeature(service, 'ReadExtensions')
  requireUser(service, call.caller, 'ReadExtensions', undefined)
  const page = wholeNumber(service, call, 'page', 1)
  if (page > MAX_PAGE) throw invalid(service, 'page', String(page))
  const perPage = pageSize(service, call)
  const found = company.extensions.filter(filter(service, call))
  const start = (page - 1) * perPage
  const records = found.slice(start, start + perPage)
  const totalPages = Math.ceil(found.length / perPage)
  const uri = (number: number) => ({ uri: pageUri(service, call, number, perPage) })
  return json(200, {
    uri: uri(page).uri,
    records: records.map((extension) => listRecord(service, extension)),
    paging: {
      page,
      perPage,
      ...(records.length > 0 && { pageStart: start, pageEnd: start + records.length - 1 }),
      ...(settings.totals && { totalPages, totalElements: found.length }),
    },
    navigation: {
      firstPage: uri(1),
      ...(page > 1 && { previousPage: uri(page - 1) }),
      ...(page < totalPages && { nextPage: uri(page + 1) }),
      ...(settings.totals && totalPages > 0 && { lastPage: uri(totalPages) }),
    },
  })
}

function pageSize(service: Service, call: Call): number {
  const perPage = wholeNumber(service, call, 'perPage', DEFAULT_PER_PAGE)
  if (perPage <= MAX_PER_PAGE) return perPage
  if (service.settings.aboveMaxPerPage === 'clamp') return MAX_PER_PAGE
  throw invalid(service, 'perPage', String(perPage))
}

function filter(service: Service, { query }: Call): (extension: Extension) => boolean {
  const statuses = oneOf(service, query, 'status', EXTENSION_STATUSES)
  const types = oneOf(service, query, 'type', EXTENSION_TYPES)
  const emails = query.getAll('email').map((email) => email.toLowerCase())
  const extensionNumber = query.get('extensionNumber')
  return (extension) =>
    (statuses.size === 0 || statuses.has(extension.status)) &&
    (types.size === 0 || types.has(extension.type)) &&
    (emails.length === 0 || emails.includes(extension.email?.toLowerCase() ?? '')) &&
    (extensionNumber === null || extension.extensionNumber === extensionNumber)
}

function oneOf(
  service: Service,
  query: URLSearchParams,
  name: string,
  known: readonly string[],
): Set<string> {
  const values = query.getAll(name).filter((value) => value !== '')
  const unknown = values.find((value) => !known.includes(value))
  if (unknown !== undefined) throw invalid(service, name, unknown)
  return new Set(values)
}

function wholeNumber(service: Service, { query }: Call, name: string, usual: number): number {
  const values = query.getAll(name)
  const [text = String(usual)] = values
  if (values.length > 1 || !/^[1-9]\d{0,8}$/.test(text)) throw invalid(service, name, text)
  return Number(text)
}

function pageUri(service: Service, { query }: Call, page: number, perPage: number): string {
  const same = new URLSearchParams(query)
  same.set('page', String(page))
  same.set('perPage', String(perPage))
  const uri = `${accountUri(service)}/extension?${same.toString()}`
  const { foreignPages } = service.settings
  return foreignPages === undefined ? uri : uri.replace(service.origins.api, foreignPages)
}
