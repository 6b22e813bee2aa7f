using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>A part of a decoded text that cannot be divided further.</summary>
/// <param name="Text">The part.</param>
/// <param name="Ids">How many ids are used up when it is written.</param>
/// <param name="Known">Whether the vocabulary knows the id.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DecodedChunk(string Text, int Ids, bool Known)
{
    /// <summary>All parts as one text; ids that the vocabulary lacks are passed over.</summary>
    public static string Join(IEnumerable<DecodedChunk> chunks)
    {
        var text = new StringBuilder();
        foreach (DecodedChunk chunk in chunks)
        {
            text.Append(chunk.Text);
        }

        return text.ToString();
    }

    /// <summary>Writes the parts that fit; stops at an id that the vocabulary lacks.</summary>
    public static OperationStatus Write(IEnumerable<DecodedChunk> chunks, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        idsConsumed = 0;
        charsWritten = 0;
        foreach (DecodedChunk chunk in chunks)
        {
            if (!chunk.Known)
            {
                return OperationStatus.InvalidData;
            }

            if (!chunk.Text.TryCopyTo(destination[charsWritten..]))
            {
                return OperationStatus.DestinationTooSmall;
            }

            charsWritten += chunk.Text.Length;
            idsConsumed = chunk.Ids;
        }

        return OperationStatus.Done;
    }
}
