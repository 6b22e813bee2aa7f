using System.IO.Compression;

namespace Microsoft.ML;

internal static class ZipEntries
{
    public static MemoryStream ReadAll(ZipArchiveEntry entry)
    {
        if (entry.Length > Array.MaxLength)
        {
            throw new FormatException($"The model's entry '{entry.FullName}' is too large.");
        }

        var content = new MemoryStream((int)entry.Length);
        using (var stream = entry.Open())
        {
            stream.CopyTo(content);
        }

        content.Position = 0;
        return content;
    }
}
