using MlNetVad.Torch.Weights;

namespace MlNetVad.Torch.Tests.Weights;

public sealed class PyTorchDamageTests : IDisposable
{
    private readonly PyTorchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new byte[0], "no file of torch.save")]
    [InlineData(new byte[] { 1, 2, 3 }, "no file of torch.save")]
    [InlineData(new byte[] { 0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20 }, "before 1.6")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' }, "safetensors file already")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 5, 6, 7, 8, 9, 10 }, "is damaged")]
    public void Convert_OtherKindOfFile_SaysWhich(byte[] content, string expected) => Refused(content, expected);

    [Fact]
    public void Convert_PartsThatLackOrAreCut_SaysSo()
    {
        Refused(PyTorchFolder.Changed((name, bytes) => name.EndsWith("data.pkl", StringComparison.Ordinal) ? null : bytes), "it has no data.pkl");
        Refused(PyTorchFolder.Changed((name, bytes) => name.Contains("data/0", StringComparison.Ordinal) ? null : bytes), "a part of it is missing");
        Refused(PyTorchFolder.Changed((name, bytes) => name.Contains("data/0", StringComparison.Ordinal) ? bytes[..8] : bytes), "fewer bytes than its shape needs");
        Refused(PyTorchFolder.Changed((name, bytes) => name.EndsWith("data.pkl", StringComparison.Ordinal) ? bytes[..50] : bytes), "no state dict that can be read");
        Refused(PyTorchFolder.Changed((_, bytes) => bytes, "g/constants.pkl"), "TorchScript");
        Refused(PyTorchFolder.Changed((_, bytes) => bytes, "g/byteorder"), "big-endian");
    }

    [Fact]
    public void Convert_OtherPickles_AreRefused()
    {
        Refused(Pickled("]."u8), "not a dictionary of tensors");
        Refused(Pickled("K\u0001."u8), "not a dictionary of tensors");
        Refused(Pickled("cos\nsystem\n(S'true'\ntR."u8), "no state dict that can be read");
    }

    [Fact]
    public void Convert_EveryTruncation_IsRefused()
    {
        byte[] sound = PyTorchFolder.OfPyTorch();
        for (int length = 0; length < sound.Length; length++)
        {
            Refused(sound[..length], ".");
        }
    }

    [Fact]
    public void Convert_EveryByteFlipped_IsRefusedOrGivesTheSame()
    {
        byte[] sound = PyTorchFolder.OfPyTorch();
        PyTorchImport.Convert(_folder.Write(sound), _folder.Output);
        byte[] expected = File.ReadAllBytes(_folder.Output);
        File.Delete(_folder.Output);
        int refused = 0;
        for (int at = 0; at < sound.Length; at++)
        {
            byte[] damaged = [.. sound];
            damaged[at] ^= 0x15;
            try
            {
                PyTorchImport.Convert(_folder.Write(damaged), _folder.Output);
                Assert.Equal(expected, File.ReadAllBytes(_folder.Output));
            }
            catch (VadException e)
            {
                Assert.Contains("net.pth", e.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 200, sound.Length);
    }

    private static byte[] Pickled(ReadOnlySpan<byte> pickle)
    {
        byte[] content = [0x80, 2, .. pickle];
        return PyTorchFolder.Changed((name, bytes) => name.EndsWith("data.pkl", StringComparison.Ordinal) ? content : bytes);
    }

    private void Refused(byte[] content, string expected)
    {
        string path = _folder.Write(content);
        string message = Assert.Throws<VadException>(() => PyTorchImport.Convert(path, _folder.Output)).Message;
        Assert.StartsWith($"'{path}' ", message);
        Assert.Contains(expected, message);
        Assert.EndsWith(".", message);
        Assert.False(File.Exists(_folder.Output));
    }
}
