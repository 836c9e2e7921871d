/**
 * A number of two columns, area code first: `030` and `901820`. One that has its country code, or a leading 0 of its
 * own, is whole already: no number behind an area code begins with a 0 that it needs.
 */
export function joinAreaCode(areaCode: string, phoneNumber: string): string {
  const [area, number] = [areaCode.trim(), phoneNumber.trim()]
  return number === '' || area === '' || /^[+0\uff0b]/.test(number) ? phoneNumber : `${area} ${number}`
}
