using System.Buffers.Binary;
using System.Text;

namespace MlNetVad.Torch.Native;

/// <summary>The versions that an ELF file of 64 bits, little-endian, needs of other libraries (section <c>.gnu.version_r</c>).</summary>
/// <remarks>
/// A <c>Verneed</c> names a library and a chain of <c>Vernaux</c>, each a version of it. The loader refuses a file of which a
/// version is not there, unless the version is marked weak.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const int SectionTable = 0x28, SectionSize = 0x3A, SectionCount = 0x3C;                     // of the file's header
    private const int Type = 4, Offset = 24, Link = 40;                                                 // of a section's header
    private const int NeedCount = 2, NeedFirst = 8, NeedNext = 12, AuxFlags = 4, AuxName = 8, AuxNext = 12;
    private const uint GnuVersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>Marks a needed version as weak.</summary>
    /// <param name="image">The file's bytes; changed in place.</param>
    /// <param name="version">The version's name, such as GLIBCXX_3.4.32.</param>
    /// <returns>Whether the file needs that version.</returns>
    public static bool Weaken(Span<byte> image, string version)
    {
        byte[] wanted = [.. Encoding.ASCII.GetBytes(version), 0];
        int table = (int)Long(image, SectionTable), size = Short(image, SectionSize), count = Short(image, SectionCount);
        bool found = false;
        for (int section = table; section < table + (count * size); section += size)
        {
            if ((uint)Int(image, section + Type) == GnuVersionNeeds)
            {
                int names = (int)Long(image, table + (Int(image, section + Link) * size) + Offset);
                found |= WeakenSection(image, (int)Long(image, section + Offset), names, wanted);
            }
        }

        return found;
    }

    private static bool WeakenSection(Span<byte> image, int library, int names, ReadOnlySpan<byte> wanted)
    {
        bool found = false;
        for (int step = -1; step != 0; library += step)
        {
            int version = library + Int(image, library + NeedFirst);
            for (int left = Short(image, library + NeedCount); left > 0; left--)
            {
                if (image[(names + Int(image, version + AuxName))..].StartsWith(wanted))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(image[(version + AuxFlags)..], (ushort)(Short(image, version + AuxFlags) | Weak));
                    found = true;
                }

                version += Int(image, version + AuxNext);
            }

            step = Int(image, library + NeedNext);
        }

        return found;
    }

    private static int Short(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt16LittleEndian(image[at..]);

    private static int Int(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadInt32LittleEndian(image[at..]);

    private static long Long(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadInt64LittleEndian(image[at..]);
}
