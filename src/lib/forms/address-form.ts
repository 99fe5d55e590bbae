/** For a form that makes an address: a choice left empty is no part of it. */
export function omitEmpty({ formData }: FormDataEvent): void {
	for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
}
