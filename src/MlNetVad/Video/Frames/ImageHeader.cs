using MetadataExtractor;
using MetadataExtractor.Formats.Bmp;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.Formats.Netpbm;
using MetadataExtractor.Formats.Png;
using MetadataExtractor.Formats.WebP;

namespace MlNetVad.Video.Frames;

/// <summary>Reads the size of an image from its header.</summary>
internal static class ImageHeader
{
    /// <summary>Height and width in pixels.</summary>
    /// <exception cref="VadException">The file is not a readable image.</exception>
    public static (int Height, int Width) Size(string path)
    {
        try
        {
            foreach (MetadataExtractor.Directory directory in ImageMetadataReader.ReadMetadata(path))
            {
                (int high, int wide) = directory switch
                {
                    JpegDirectory => (JpegDirectory.TagImageHeight, JpegDirectory.TagImageWidth),
                    PngDirectory => (PngDirectory.TagImageHeight, PngDirectory.TagImageWidth),
                    BmpHeaderDirectory => (BmpHeaderDirectory.TagImageHeight, BmpHeaderDirectory.TagImageWidth),
                    WebPDirectory => (WebPDirectory.TagImageHeight, WebPDirectory.TagImageWidth),
                    NetpbmHeaderDirectory => (NetpbmHeaderDirectory.TagHeight, NetpbmHeaderDirectory.TagWidth),
                    ExifIfd0Directory => (ExifDirectoryBase.TagImageHeight, ExifDirectoryBase.TagImageWidth),
                    _ => (-1, -1),
                };
                if (high >= 0 && directory.TryGetInt32(high, out int height) && directory.TryGetInt32(wide, out int width) && height != 0 && width > 0)
                {
                    return (Math.Abs(height), width);
                }
            }
        }
        catch (Exception e) when (e is ImageProcessingException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }

        throw Unreadable(path, null);
    }

    private static VadException Unreadable(string path, Exception? cause)
    {
        string message = $"Image '{path}' cannot be read: its header tells no size; replace it, or take it out of the folder.";
        return cause is null ? new VadException(message) : new VadException(message, cause);
    }
}
