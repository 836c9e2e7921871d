/**
 * Joins a number from two columns, area code first: `030` and `901820`. A number that has a country code or a leading 0
 * is complete already, since no number after an area code begins with a 0 of its own.
 */
export function joinAreaCode(areaCode: string, phoneNumber: string): string {
  const [area, number] = [areaCode.trim(), phoneNumber.trim()]
  return number === '' || area === '' || /^[+0\uff0b]/.test(number) ? phoneNumber : `${area} ${number}`
}
