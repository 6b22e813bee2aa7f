using System.Globalization;
using System.Reflection;
using Microsoft.ML.Data;

namespace MlNetVad.Persistence;

/// <summary>
/// A component as text: <c>contract|format version|library version|Base64 body</c>. The body begins with the types of
/// the input columns; the component's own bytes follow. Numbers are little-endian.
/// </summary>
internal static class Payload
{
    /// <summary>The newest format this library writes and reads.</summary>
    public const int FormatVersion = 1;

    /// <summary>The library's version, written for people.</summary>
    public static string LibraryVersion { get; } =
        typeof(Payload).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Writes a component.</summary>
    public static string Write(ComponentTransformer component)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(component.InputTypes.Count);
            foreach (DataViewType type in component.InputTypes)
            {
                TypeCodec.Write(writer, type);
            }

            component.Persistence.WriteBody(writer);
        }

        string head = string.Join('|', component.Persistence.Contract.Name, FormatVersion, LibraryVersion);
        return $"{head}|{Convert.ToBase64String(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))}";
    }

    /// <summary>Reads a component back.</summary>
    /// <exception cref="VadException">The payload is damaged, newer, or of a component that is not loaded.</exception>
    public static ComponentTransformer Read(ReadOnlySpan<char> text)
    {
        Header header = ReadHeader(text);
        if (header.FormatVersion > FormatVersion)
        {
            throw new VadException(
                $"The model's part '{header.Contract}' has format {header.FormatVersion}, written by MlNetVad {header.LibraryVersion}; " +
                $"this is MlNetVad {LibraryVersion}, which reads up to format {FormatVersion}: update MlNetVad.");
        }

        IComponentContract contract = ContractTable.Find(header.Contract);
        try
        {
            using var reader = new BinaryReader(Decode(text[header.BodyStart..]));
            var types = new DataViewType[reader.ReadInt32()];
            for (int i = 0; i < types.Length; i++)
            {
                types[i] = TypeCodec.Read(reader);
            }

            return contract.Read(reader, types);
        }
        catch (Exception e) when (e is FormatException or EndOfStreamException or OverflowException or ArgumentException)
        {
            throw new VadException($"The model's part '{header.Contract}' is damaged: {e.Message}", e);
        }
    }

    /// <summary>Reads the readable part in front of the bytes.</summary>
    /// <exception cref="VadException">It is no such payload.</exception>
    public static Header ReadHeader(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, '|') == 4 && int.TryParse(text[parts[1]], CultureInfo.InvariantCulture, out int version))
        {
            return new Header(text[parts[0]].ToString(), version, text[parts[2]].ToString(), parts[3].Start.Value);
        }

        throw new VadException("The model holds a payload that MlNetVad did not write; train or copy the model again.");
    }

    // a network's weights are megabytes: they are decoded from where they lie
    private static MemoryStream Decode(ReadOnlySpan<char> base64)
    {
        byte[] bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(base64, bytes, out int count)
            ? new MemoryStream(bytes, 0, count)
            : throw new FormatException("its bytes are no Base64");
    }

    /// <summary>What stands in front of the bytes.</summary>
    /// <param name="Contract">The component's contract.</param>
    /// <param name="FormatVersion">The format of the bytes.</param>
    /// <param name="LibraryVersion">The library that wrote them.</param>
    /// <param name="BodyStart">Where the Base64 text begins.</param>
    internal readonly record struct Header(string Contract, int FormatVersion, string LibraryVersion, int BodyStart);
}
