using System.Buffers.Binary;
using System.Text;

namespace MlNetVad.Torch.Tests.Native;

/// <summary>A hand-made ELF file of 64 bits that holds a header, a table of names and the versions needed of other libraries.</summary>
internal sealed class TinyElf
{
    private const int HeaderSize = 64, SectionSize = 64, NeedSize = 16, VersionSize = 16;
    private const uint GnuVersionNeeds = 0x6ffffffe, StringTable = 3;

    private readonly Dictionary<string, int> _flags = new(StringComparer.Ordinal);

    /// <summary>Writes the file.</summary>
    /// <param name="needs">Libraries and the versions needed of each.</param>
    public TinyElf(params (string Library, string[] Versions)[] needs)
    {
        byte[] names = Names(needs, out Dictionary<string, int> at);
        int versions = HeaderSize + names.Length;
        int sections = versions + needs.Sum(need => NeedSize + (need.Versions.Length * VersionSize));
        Image = new byte[sections + (3 * SectionSize)];
        names.CopyTo(Image, HeaderSize);
        Long(0x28, sections);
        Short(0x3A, SectionSize);
        Short(0x3C, 3);
        Section(sections + SectionSize, GnuVersionNeeds, versions, link: 2);
        Section(sections + (2 * SectionSize), StringTable, HeaderSize, link: 0);
        for (int i = 0; i < needs.Length; i++)
        {
            versions = Need(versions, needs[i].Library, needs[i].Versions, at, last: i == needs.Length - 1);
        }
    }

    /// <summary>The file's bytes.</summary>
    public byte[] Image { get; }

    /// <summary>The flags of a needed version; 2 is weak.</summary>
    public int Flags(string version) => BinaryPrimitives.ReadUInt16LittleEndian(Image.AsSpan(_flags[version]));

    private static byte[] Names((string Library, string[] Versions)[] needs, out Dictionary<string, int> at)
    {
        var bytes = new List<byte> { 0 };
        at = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in needs.SelectMany(need => need.Versions.Prepend(need.Library)))
        {
            at[name] = bytes.Count;
            bytes.AddRange([.. Encoding.ASCII.GetBytes(name), 0]);
        }

        return [.. bytes];
    }

    private int Need(int offset, string library, string[] versions, Dictionary<string, int> at, bool last)
    {
        int end = offset + NeedSize + (versions.Length * VersionSize);
        Short(offset, 1);
        Short(offset + 2, versions.Length);
        Int(offset + 4, at[library]);
        Int(offset + 8, NeedSize);
        Int(offset + 12, last ? 0 : end - offset);
        for (int i = 0; i < versions.Length; i++)
        {
            int version = offset + NeedSize + (i * VersionSize);
            _flags[versions[i]] = version + 4;
            Int(version + 8, at[versions[i]]);
            Int(version + 12, i == versions.Length - 1 ? 0 : VersionSize);
        }

        return end;
    }

    private void Section(int offset, uint type, int data, int link)
    {
        Int(offset + 4, unchecked((int)type));
        Long(offset + 24, data);
        Int(offset + 40, link);
    }

    private void Short(int offset, int value) => BinaryPrimitives.WriteUInt16LittleEndian(Image.AsSpan(offset), (ushort)value);

    private void Int(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(Image.AsSpan(offset), value);

    private void Long(int offset, long value) => BinaryPrimitives.WriteInt64LittleEndian(Image.AsSpan(offset), value);
}
