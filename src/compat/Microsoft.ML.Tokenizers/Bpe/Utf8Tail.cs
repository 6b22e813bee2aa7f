namespace Microsoft.ML.Tokenizers;

/// <summary>Looks at the end of a run of UTF-8 bytes.</summary>
internal static class Utf8Tail
{
    /// <summary>Whether the bytes end inside a character.</summary>
    public static bool IsIncomplete(List<byte> bytes)
    {
        for (int back = 1; back <= 3 && back <= bytes.Count; back++)
        {
            byte value = bytes[^back];
            if (value < 0x80)
            {
                return false;
            }

            if (value >= 0xC0)
            {
                int length = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
                return length > back;
            }
        }

        return false;
    }
}
