using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MlNetVad.Persistence;

/// <summary>What an assembly carries as a resource, read from its file: the assembly is not loaded.</summary>
internal static class AssemblyResource
{
    /// <summary>The bytes of a resource.</summary>
    /// <param name="path">The assembly's file.</param>
    /// <param name="name">The resource's name.</param>
    /// <exception cref="VadException">The file is no assembly, or has no such resource.</exception>
    public static byte[] Read(string path, string name)
    {
        try
        {
            using var assembly = new PEReader(File.OpenRead(path));
            MetadataReader metadata = assembly.GetMetadataReader();
            foreach (ManifestResource resource in metadata.ManifestResources.Select(metadata.GetManifestResource))
            {
                if (resource.Implementation.IsNil && metadata.StringComparer.Equals(resource.Name, name))
                {
                    int start = assembly.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress + checked((int)resource.Offset);
                    BlobReader body = assembly.GetSectionData(start).GetReader();
                    return body.ReadBytes(body.ReadInt32());      // a length, then the bytes
                }
            }
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or OverflowException)
        {
            throw new VadException($"'{path}' cannot be read as an assembly ({e.Message.Split('\n')[0].TrimEnd('.', '\r')}); restore its package and build the program again.", e);
        }

        throw new VadException($"'{path}' has no resource '{name}'; reference the version of its package that MlNetVad.Pretrained asks for, and build the program again.");
    }
}
